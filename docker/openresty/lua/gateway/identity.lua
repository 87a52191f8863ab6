-- Who sent a request: whether the edge did, and which user it names. Kept for the request, as both
-- the limits and the access check need it.
local edge = require("gateway.edge")
local settings = require("gateway.settings")

local identity = {}

-- Returns {headers, is_from_edge, user or nil}. headers: of ngx.req.get_headers(0).
function identity.get()
  local ctx = ngx.ctx
  if not ctx.identity then
    -- Without its metatable, which searches again for each absent header.
    local headers = setmetatable(ngx.req.get_headers(0), nil)
    local is_from_edge = edge.is_trusted(headers)
    ctx.identity = {
      headers = headers,
      is_from_edge = is_from_edge,
      user = is_from_edge and edge.user(headers) or nil,
    }
  end
  return ctx.identity
end

-- What limits.conf counts by: the user; for anybody else than the edge, the address. "" counts
-- nothing: what the edge sends without a user, such as a sign-in page.
function identity.limit_key()
  local found = identity.get()
  if found.user then
    return "user " .. found.user
  end
  if found.is_from_edge and not settings.unauthenticated then
    return ""
  end
  return "address " .. ngx.var.realip_remote_addr
end

return identity
