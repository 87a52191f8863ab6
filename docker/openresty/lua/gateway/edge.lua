-- Whether the edge sent a request: the proxy that signs people in. No other client may name a user.
local bit = require("bit")
local settings = require("gateway.settings")

local edge = {}

-- Compares in constant time for texts of one length.
local function is_same(text, other)
  if #text ~= #other then
    return false
  end
  local difference = 0
  for offset = 1, #text do
    difference = bit.bor(difference, bit.bxor(text:byte(offset), other:byte(offset)))
  end
  return difference == 0
end

-- headers: of ngx.req.get_headers(0).
function edge.is_trusted(headers)
  if ngx.var.is_edge == "1" then
    return true
  end
  local secret = headers["x-gateway-secret"]
  return settings.edge_secret ~= nil
    and type(secret) == "string"
    and is_same(secret, settings.edge_secret)
end

-- The user that the edge names; nil if it names none, or more than one.
function edge.user(headers)
  local user = headers["x-cognito-user-id"]
  return type(user) == "string" and user ~= "" and user or nil
end

return edge
