-- Whether another origin's page sends a request. A browser sends the session cookie along, and
-- SameSite does not help: a sandbox's subdomain is same-site with the main host.
local settings = require("gateway.settings")

local origin = {}

local SAFE_METHODS = { GET = true, HEAD = true, OPTIONS = true }

local function is_trusted(value)
  for _, trusted in ipairs(settings.trusted_origins) do
    if value == trusted then
      return true
    end
  end
  return false
end

-- The host and port of an origin; nil for "null" and for anything else that names no host. The
-- scheme is not compared: behind an edge that ends TLS, the gateway may not know its own.
local function authority(value)
  return value:match("^https?://([^/?#@\\%s]+)$")
end

local function changes_something(headers)
  return not SAFE_METHODS[ngx.req.get_method()] or headers["upgrade"] ~= nil
end

-- Whether a request to the main host may be another origin's. Clients other than browsers send
-- neither Origin nor Sec-Fetch-Site.
-- headers: of ngx.req.get_headers(0). host_header: the request's Host, with its port.
function origin.is_foreign(headers, host_header)
  if not changes_something(headers) then
    return false
  end
  local sent, site = headers["origin"], headers["sec-fetch-site"]
  if type(sent) == "string" then
    sent = sent:lower()
    if is_trusted(sent) then
      return false
    end
    if authority(sent) ~= host_header:lower() then
      return true
    end
  elseif sent then
    return true
  end
  return site ~= nil and site ~= "same-origin" and site ~= "none"
end

-- Whether a WebSocket to a sandbox's own host comes from a page outside its conversation. The apps
-- of one conversation are often a page at one port and its API at another.
-- host: the main host that the sandbox belongs to.
function origin.is_foreign_websocket(headers, conversation, host)
  local sent, site = headers["origin"], headers["sec-fetch-site"]
  if headers["upgrade"] == nil then
    return false
  end
  if sent == nil then
    return site == "cross-site"
  end
  if type(sent) ~= "string" then
    return true
  end
  sent = sent:lower()
  if is_trusted(sent) then
    return false
  end
  local name = (authority(sent) or ""):gsub(":%d+$", "")
  if name == host then
    return false
  end
  local port, rest = name:match("^(%d+)%-(.*)$")
  return not port or rest ~= conversation .. ".runtime." .. host
end

return origin
