-- Response headers of an app that pass the path route, where the app shares its host with the main
-- site. Everything else is dropped: a list of dangerous headers is never complete.
local names = require("gateway.names")
local settings = require("gateway.settings")

local response_headers = {}

local ALLOWED = {
  -- Content and ranges.
  "content-type",
  "content-length",
  "content-encoding",
  "content-language",
  "content-disposition",
  "content-range",
  "accept-ranges",
  -- Caching.
  "age",
  "cache-control",
  "date",
  "etag",
  "expires",
  "last-modified",
  "pragma",
  "vary",
  -- CORS.
  "access-control-*",
  -- Limits that an app puts on its own answer.
  "content-security-policy",
  "cross-origin-embedder-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
  "referrer-policy",
  "x-content-type-options",
  "x-frame-options",
  -- What a client of an API reads.
  "allow",
  "mcp-session-id",
  "retry-after",
  "x-archive-*",
  "x-openhands-*",
  "x-request-id",
  -- Written by the gateway: cookies.lua, location.lua, refresh.lua, websocket.lua.
  "location",
  "refresh",
  "sec-websocket-*",
  "set-cookie",
  "upgrade",
  -- Written by nginx.
  "connection",
  "keep-alive",
  "server",
  "transfer-encoding",
}

-- With documents_by_path an app may send all headers but those that act on the whole host.
local OF_WHOLE_HOST = {
  "activate-storage-access",
  "accept-ch",
  "critical-ch",
  "origin-agent-cluster",
  "service-worker-allowed",
  "strict-transport-security",
  "use-as-dictionary",
  "www-authenticate",
}

local is_allowed = names.matcher(ALLOWED, settings.response_headers)
local is_of_whole_host = names.matcher(OF_WHOLE_HOST)

local function passes(name)
  if settings.documents_by_path then
    return not is_of_whole_host(name) or is_allowed(name)
  end
  return is_allowed(name)
end

-- Drops the headers that must not pass the path route.
function response_headers.filter(header)
  for name in pairs(ngx.resp.get_headers(0, true)) do
    local lower = name:lower()
    if not passes(lower) then
      header[name] = nil
      ngx.log(ngx.DEBUG, "dropped the response header ", lower)
    end
  end
end

return response_headers
