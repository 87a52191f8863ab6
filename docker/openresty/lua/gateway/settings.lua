-- The settings of settings.conf, checked, with defaults for those that it leaves out.
local settings = {
  edge_secret = nil,
  -- The server half of this project requires it as X-Gateway-Proof.
  openhands_secret = nil,
  unauthenticated = false,
  docker_socket = "/var/run/docker.sock",
  -- Cookies that the sign-in sets, besides those in sign_in_cookies.lua. Apps neither receive nor
  -- set them. Required: the gateway cannot see which cookies the edge sets.
  private_cookies = nil,
  -- Request headers by which the sign-in names the user, besides those in identity_headers.lua.
  identity_headers = {},
  -- Response headers that pass the path route, besides those in response_headers.lua.
  response_headers = {},
  -- Origins, besides the site's own, whose pages may send to OpenHands and open WebSockets.
  trusted_origins = {},
  -- The port of VS Code in a sandbox, if the Referer of a request does not contain it.
  vscode_port = 8001,
  -- Given as a list of additional ports, held as a set together with those in refused_ports.lua.
  refused_ports = require("gateway.refused_ports"),
  cache_seconds = 2,
  -- Whether documents on the path route run in the main site's origin. For the preset `path`, whose
  -- users trust the agent's apps as much as OpenHands.
  documents_by_path = false,
}

local TYPES = {
  hosts = "table",
  edge_secret = "string",
  openhands_secret = "string",
  unauthenticated = "boolean",
  docker_socket = "string",
  private_cookies = "table",
  identity_headers = "table",
  response_headers = "table",
  trusted_origins = "table",
  vscode_port = "number",
  refused_ports = "table",
  cache_seconds = "number",
  documents_by_path = "boolean",
}

local MIN_SECRET = 32

-- nginx gives a request's host in lower case, without a final dot.
local function as_host(value)
  local host = type(value) == "string" and value:lower() or ""
  return host:match("^[%w._-]*[%w_-]$") or host:match("^%[[%x:.]+%]$")
end

local function as_cookie(value)
  return type(value) == "string" and value:match("^[^%s=;*]+%*?$")
end

local function as_header(value)
  return type(value) == "string" and value:match("^[%w-]+%*?$") and value:lower()
end

local function as_origin(value)
  return type(value) == "string" and value:lower():match("^https?://[^/?#%s]+$")
end

local function as_port(value)
  local is_port = type(value) == "number" and value % 1 == 0 and value >= 1 and value <= 65535
  return is_port and value or nil
end

-- By list: a function that normalizes an element or returns nil, and what the elements are.
local ELEMENTS = {
  hosts = { as_host, "names without scheme or port" },
  private_cookies = { as_cookie, "names of cookies" },
  identity_headers = { as_header, "names of headers" },
  response_headers = { as_header, "names of headers" },
  trusted_origins = { as_origin, "origins such as https://sign-in.example.com" },
  refused_ports = { as_port, "ports, numbers from 1 to 65535" },
}

local function fail(message, ...)
  error("settings.conf: " .. message:format(...), 0)
end

local function is_list(given)
  local count = 0
  for _ in pairs(given) do
    count = count + 1
  end
  return count == #given
end

local function elements(name, given)
  if not is_list(given) then
    fail("%s must be a list", name)
  end
  local as_element, what = unpack(ELEMENTS[name])
  local found = {}
  for place, value in ipairs(given) do
    found[place] = as_element(value)
    if not found[place] then
      fail("%s must list %s, not '%s'", name, what, tostring(value))
    end
  end
  return found
end

local function check_required()
  if not settings.hosts or #settings.hosts == 0 then
    fail("hosts must name the host of the OpenHands page")
  end
  if not settings.private_cookies and not settings.unauthenticated then
    fail('private_cookies must list the cookies of your sign-in, such as "_oauth2_proxy*", or be '
      .. "{} if it sets none")
  end
  if not as_port(settings.vscode_port) then
    fail("vscode_port must be a port, a number from 1 to 65535")
  end
  if settings.edge_secret == "" then
    fail("edge_secret must not be empty; leave it out to have none")
  end
  local secret = settings.openhands_secret
  if secret and (#secret < MIN_SECRET or not secret:find("^[!-~]+$")) then
    fail("openhands_secret must be at least %d visible ASCII characters", MIN_SECRET)
  end
end

-- Raises an error, at which nginx does not start, if a name, a type or an element is wrong.
function settings.set(given)
  for name, value in pairs(given) do
    local expected = TYPES[name]
    if not expected then
      fail("unknown setting '%s'", tostring(name))
    end
    if type(value) ~= expected then
      fail("%s must be a %s", name, expected)
    end
    if name == "refused_ports" then
      for _, port in ipairs(elements(name, value)) do
        settings.refused_ports[port] = true
      end
    else
      settings[name] = ELEMENTS[name] and elements(name, value) or value
    end
  end
  check_required()
  settings.private_cookies = settings.private_cookies or {}
end

return settings
