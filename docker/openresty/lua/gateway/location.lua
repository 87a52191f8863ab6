-- A redirect of an app, as its user can follow it.
local route = require("gateway.route")

local location = {}

local LOOPBACK = {
  ["localhost"] = true,
  ["127.0.0.1"] = true,
  ["0.0.0.0"] = true,
  ["[::1]"] = true,
  ["host.docker.internal"] = true,
}

local function rooted(path)
  return path:sub(1, 1) == "/" and path or "/" .. path
end

local function moved(path, prefix)
  if prefix == "" or path == prefix or path:sub(1, #prefix + 1) == prefix .. "/" then
    return path
  end
  return prefix .. rooted(path)
end

-- Returns host and port as a URL has them; nil if it is no plain authority.
local function split(authority, scheme)
  local host, port = authority:lower():match("^([%w.%-]+):?(%d*)$")
  if not host then
    host, port = authority:lower():match("^(%[[%x:.]+%]):?(%d*)$")
  end
  if not host then
    return nil
  end
  return host, route.port(port == "" and (scheme == "https" and "443" or "80") or port)
end

-- at: {prefix ("" on the subdomain route), conversation, port, sandbox (address:port), proto,
-- host_header}: where the request came in, and the app it went to.
function location.of_app(value, at)
  local path = value:match("^/[^/\\].*$") or value:match("^/$")
  if path then
    return moved(path, at.prefix)
  end
  local absolute = value:sub(1, 2) == "//" and at.proto .. ":" .. value or value
  local scheme, authority, rest = absolute:match("^(%a+)://([^/?#\\]+)([^\\]*)$")
  scheme = scheme and scheme:lower()
  if scheme ~= "http" and scheme ~= "https" then
    return value
  end
  if authority:lower() == at.host_header:lower() then
    -- A path alone that begins with // would name a host.
    return at.prefix == "" and at.proto .. "://" .. at.host_header .. rooted(rest)
      or moved(rest, at.prefix)
  end
  local host, port = split(authority, scheme)
  if not port then
    return value
  end
  if authority == at.sandbox then
    port = at.port
  elseif not LOOPBACK[host] then
    return value
  end
  rest = rooted(rest)
  if at.prefix ~= "" then
    return "/runtime/" .. at.conversation .. "/" .. port .. rest
  end
  local parent = at.host_header:match("^[^.]*(%..*)$")
  return at.proto .. "://" .. port .. "-" .. at.conversation .. parent .. rest
end

return location
