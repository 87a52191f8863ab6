-- Whether the edge sent a request: the proxy that signs people in. Nobody else is believed.
local bit = require("bit")
local settings = require("gateway.settings")

local edge = {}

-- Takes the same time wherever two texts of one length first differ.
local function same(one, other)
  if #one ~= #other then
    return false
  end
  local difference = 0
  for place = 1, #one do
    difference = bit.bor(difference, bit.bxor(one:byte(place), other:byte(place)))
  end
  return difference == 0
end

-- headers: of ngx.req.get_headers(0).
function edge.sent(headers)
  if ngx.var.is_edge == "1" then
    return true
  end
  local secret = headers["x-gateway-secret"]
  return settings.edge_secret ~= nil
    and type(secret) == "string"
    and same(secret, settings.edge_secret)
end

-- The user whom the edge names; nil if it names none, or more than one.
function edge.user(headers)
  local user = headers["x-cognito-user-id"]
  return type(user) == "string" and user ~= "" and user or nil
end

-- Takes what an AWS load balancer would have said of the user out of a request of anybody else.
function edge.drop_claims()
  for _, name in ipairs({ "Accesstoken", "Data", "Identity" }) do
    ngx.req.clear_header("X-Amzn-Oidc-" .. name)
  end
end

return edge
