-- A redirect of an app, moved to where its user can follow it. On the path route it must not leave
-- the route for another path of the main host: a browser repeats a 307 with the page's own rights.
local route = require("gateway.route")
local url_path = require("gateway.url_path")

local location = {}

local LOOPBACK = {
  ["localhost"] = true,
  ["127.0.0.1"] = true,
  ["0.0.0.0"] = true,
  ["[::1]"] = true,
  ["host.docker.internal"] = true,
}

-- A host name (RFC 1035, section 2.3.4) and a port. A pattern could take seconds for more.
local MAX_AUTHORITY = 255 + #":65535"

local function rooted(path)
  return path:sub(1, 1) == "/" and path or "/" .. path
end

local function moved(path, prefix)
  path = url_path.resolve("/", path)
  local is_there = path:sub(1, #prefix) == prefix and path:find("^[/?#]", #prefix + 1)
  return (path == prefix or is_there) and path or prefix .. path
end

-- Whether a browser may read another host in it than the pattern below: by percent-encoding, by
-- Unicode, or as an IPv4 address in another notation.
local function is_ambiguous(host)
  local last = host:match("([^.]+)%.?$") or ""
  local is_number = last:find("^%d+$") or last:find("^0x%x*$")
  local is_decimal = host:find("^%d+%.%d+%.%d+%.%d+$") and not host:find("%f[%d]0%d")
  return is_number and not is_decimal
end

-- Returns host and port of an authority without user information; nil if it has no plain form.
local function split(authority, scheme)
  local host, port = authority:match("^([%w._%-]+):?(%d*)$")
  if not host then
    host, port = authority:match("^(%[[%x:.]+%]):?(%d*)$")
  end
  if not host or is_ambiguous(host) then
    return nil
  end
  return host, route.port(port == "" and (scheme == "https" and "443" or "80") or port)
end

local function hostname(authority)
  return (authority:lower():gsub(":%d*$", ""):gsub("%.$", ""))
end

local function runtime_url(at, port, rest)
  rest = rooted(rest)
  if at.prefix ~= "" then
    return moved(rest, "/runtime/" .. at.conversation .. "/" .. port)
  end
  local parent = at.host_header:match("^[^.]*(%..*)$")
  return at.proto .. "://" .. port .. "-" .. at.conversation .. parent .. rest
end

-- A URL whose host is the one that the request came to. Another port of it is the sandbox's: an app
-- that listens at 5000 takes HOST:5000 for itself.
local function at_same_host(at, authority, port, rest)
  local is_default = not authority:find(":%d+$") or port == 443 or port == 80
  if authority == at.host_header:lower() or is_default then
    -- A path alone that begins with // would name a host.
    return at.prefix == "" and at.proto .. "://" .. at.host_header .. rooted(rest)
      or moved(rooted(rest), at.prefix)
  end
  return port and runtime_url(at, port, rest) or nil
end

-- Characters that a browser removes (tab, line break), or reads as a slash.
local function is_plain(value)
  return not value:find("%c") and not value:match("^[^?#]*"):find("\\", 1, true)
end

-- value: a URL with scheme and host. Returns the URL, or nil to refuse it.
local function of_absolute(value, scheme, at)
  local userinfo, authority, rest = value:match("^%a+://([^/?#]*@)([^/?#@]*)(.*)$")
  if not userinfo then
    authority, rest = value:match("^%a+://([^/?#]+)(.*)$")
  end
  if not authority or #authority > MAX_AUTHORITY then
    return nil
  end
  authority = authority:lower()
  local host, port = split(authority, scheme)
  if not host then
    return nil
  end
  local is_same_host = hostname(host) == hostname(at.host_header)
  if host:sub(1, 1) == "[" and at.host_header:sub(1, 1) == "[" and not is_same_host then
    -- An IPv6 address has many notations.
    return LOOPBACK[host] and port and runtime_url(at, port, rest) or nil
  end
  if userinfo then
    return not is_same_host and value or nil
  end
  if is_same_host then
    return at_same_host(at, authority, port, rest)
  end
  if port and authority == at.sandbox then
    return runtime_url(at, at.port, rest)
  end
  if port and LOOPBACK[host] then
    return runtime_url(at, port, rest)
  end
  return value
end

-- Returns the URL as the browser may follow it, or nil if nobody can tell where it leads.
-- at: {prefix ("" on the subdomain route), conversation, port, sandbox (address:port), uri (as the
-- app received it), proto, host_header}: where the request came in, and the app it went to.
function location.from_app(value, at)
  if not is_plain(value) then
    return nil
  end
  local scheme = value:match("^(%a[%w+.-]*):")
  scheme = scheme and scheme:lower()
  if scheme and scheme ~= "http" and scheme ~= "https" then
    return value
  end
  if scheme then
    return of_absolute(value, scheme, at)
  end
  if value:sub(1, 2) == "//" then
    local absolute = at.proto .. ":" .. value
    local found = of_absolute(absolute, at.proto, at)
    return found == absolute and value or found
  end
  if at.prefix == "" then
    return value
  end
  -- Resolved as the app means it, at its own root, then moved.
  return moved(url_path.resolve(at.uri, value), at.prefix)
end

return location
