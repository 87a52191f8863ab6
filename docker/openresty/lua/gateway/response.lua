-- Filters the headers of an answer.
local changes = require("gateway.changes")
local cookies = require("gateway.cookies")
local location = require("gateway.location")
local refresh = require("gateway.refresh")
local response_headers = require("gateway.response_headers")
local settings = require("gateway.settings")
local status = require("gateway.status")

local response = {}

local function as_list(value)
  return type(value) == "table" and value or { value }
end

local function filter_cookies(header, filter, ...)
  local set = header["set-cookie"]
  if not set then
    return
  end
  local kept = {}
  for _, set_cookie in ipairs(as_list(set)) do
    kept[#kept + 1] = filter(set_cookie, ...)
  end
  header["set-cookie"] = kept
end

-- nginx.conf hides these headers, as nginx before 1.23 passes on each of several and Lua cannot
-- clear them all. Of several, the first counts.
local function filter_redirects(header, var)
  local to, after = var.upstream_http_location, var.upstream_http_refresh
  if not to and not after then
    return
  end
  local at = {
    prefix = var.prefix,
    conversation = var.conversation,
    port = var.port,
    sandbox = var.sandbox,
    uri = var.sandbox_uri,
    proto = var.forwarded_proto,
    host_header = var.http_host,
  }
  if to then
    header.location = location.from_app(to, at) or status.refuse("ERR_LOCATION")
  end
  header.refresh = after and refresh.from_app(after, at)
end

-- The path route: an app's answer comes from the main host.
local function filter_path_route(header)
  response_headers.filter(header)
  if settings.documents_by_path then
    return
  end
  -- Takes the main site's origin from a document. A request is answered as before.
  local policies = as_list(header["content-security-policy"])
  policies[#policies + 1] = "sandbox"
  header["content-security-policy"] = policies
  if (header["content-type"] or ""):lower():find("multipart/", 1, true) then
    -- Each part of multipart/x-mixed-replace has headers of its own. Of a list of types, browsers
    -- take the last. Without a charset nginx appends the app's, which may hold such a type.
    header["content-type"] = "application/octet-stream; charset=binary"
  end
  header["x-content-type-options"] = "nosniff"
  -- Or a script is served from the browser's cache, which an image filled: see destination.lua.
  local vary = as_list(header.vary)
  vary[#vary + 1] = "Sec-Fetch-Dest"
  header.vary = vary
end

-- For an app's answer.
function response.filter_app_headers()
  local header, var = ngx.header, ngx.var
  if var.sandbox == "" then
    -- The gateway's own answer.
    return
  end
  if not status.check() then
    return
  end
  if changes.went_since(var.container, tonumber(var.generation)) then
    -- The answer may come from the container that has the address now.
    return status.refuse("ERR_NO_ANSWER")
  end
  if ngx.status ~= 101 and var.upgrade ~= "" then
    -- nginx.conf hides it from answers to other requests.
    header.upgrade = nil
  end
  if ngx.status == 401 and var.prefix == "" then
    header["www-authenticate"] = var.upstream_http_www_authenticate
  end
  filter_redirects(header, var)
  filter_cookies(header, cookies.from_app, var.prefix, var.sandbox_uri)
  if var.prefix ~= "" then
    filter_path_route(header)
  end
end

-- For an answer of OpenHands.
function response.filter_openhands_headers()
  if not status.check() then
    return
  end
  filter_cookies(ngx.header, cookies.from_openhands)
end

return response
