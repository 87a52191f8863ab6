-- Cookies on their way to an app and back.
--
-- On the path route an app shares its host with the main site, and a request carries the cookies
-- of both. So the gateway marks the name of each cookie that an app sets there, and sends the app
-- marked cookies only. This needs no list of session cookies. No script has to read the names:
-- documents are sandboxed there, and have no cookies.
--
-- On a sandbox's own host (and on the path route with documents_by_path) scripts read and set
-- cookies, so names stay as they are. Cookies that the main site sets without Domain never get
-- there, and the gateway removes Domain from those of OpenHands. The gateway cannot see the cookies
-- that the edge sets, so the operator names them in private_cookies.
local names = require("gateway.names")
local settings = require("gateway.settings")
local trim = require("gateway.trim")

local cookies = {}

local MARK = "sandbox-"

-- An app's Domain may be its idea of localhost, or a parent that would send the cookie to other
-- apps. Without Domain a cookie stays with its host.
local DOMAIN = { domain = true }

-- The path route writes a Path of its own. A browser ignores a Path of more than 1024 bytes, and
-- would use one before it.
local DOMAIN_AND_PATH = { domain = true, path = true }

local matches_private = names.matcher(require("gateway.sign_in_cookies"), settings.private_cookies)

-- Browsers compare __Host- and __Secure- without case.
local function is_private(name)
  if name:sub(1, 2) ~= "__" then
    return matches_private(name)
  end
  local prefix, rest = name:match("^__(%a+)%-(.*)$")
  prefix = prefix and prefix:lower()
  if prefix == "host" or prefix == "secure" then
    return matches_private(name) or matches_private(rest)
  end
  return matches_private(name)
end

-- Returns the name of a cookie or an attribute, and its value, nil if there is no "=".
local function name_and_value(pair)
  local equals = pair:find("=", 1, true)
  if not equals then
    return trim(pair), nil
  end
  return trim(pair:sub(1, equals - 1)), trim(pair:sub(equals + 1))
end

local function is_marked_route(prefix)
  return prefix ~= "" and not settings.documents_by_path
end

local function unmarked(pair)
  pair = trim(pair)
  return pair:sub(1, #MARK) == MARK and pair:sub(#MARK + 1) or nil
end

local function unless_private(pair)
  return not is_private((name_and_value(pair))) and pair or nil
end

-- Returns the Cookie header that an app receives, "" for none.
-- header: the request's, a table if it is repeated, or nil. prefix: of the path route, or "".
function cookies.to_app(header, prefix)
  if not header then
    return ""
  end
  if type(header) == "table" then
    header = table.concat(header, "; ")
  end
  local is_marked = is_marked_route(prefix)
  local filter = is_marked and unmarked or unless_private
  local kept, count = {}, 0
  local from = 1
  while from do
    -- A plain search, because LuaJIT does not compile patterns.
    local semicolon = header:find(";", from, true)
    count = count + 1
    kept[#kept + 1] = filter(header:sub(from, (semicolon or 0) - 1))
    from = semicolon and semicolon + 1
  end
  if is_marked then
    return table.concat(kept, "; ")
  end
  -- Unchanged byte for byte if nothing was dropped.
  return #kept == count and header or (table.concat(kept, ";"):gsub("^%s+", ""))
end

-- Returns name and value of a Set-Cookie, its attributes except those in a set of names, and the
-- value of the last Path.
local function split(set_cookie, dropped)
  local pair, rest = set_cookie:match("^([^;]*)(.*)$")
  local attributes, path = {}, nil
  for text in rest:gmatch(";([^;]*)") do
    local name, value = name_and_value(text)
    name = name:lower()
    if not dropped[name] then
      attributes[#attributes + 1] = text
    end
    if name == "path" then
      path = value
    end
  end
  return pair, attributes, path
end

local function joined(pair, attributes)
  return #attributes > 0 and pair .. ";" .. table.concat(attributes, ";") or pair
end

-- The path of a cookie that names none, from the path of the request (RFC 6265, section 5.1.4).
local function default_path(uri)
  return uri:match("^[^?]*"):match("^(/.+)/[^/]*$") or "/"
end

local function moved(path, prefix, uri)
  path = path and path:sub(1, 1) == "/" and path or default_path(uri)
  if path == prefix or path:sub(1, #prefix + 1) == prefix .. "/" then
    return path
  end
  return prefix .. path
end

-- Returns a Set-Cookie of an app as the browser may keep it, or nil if it may not. A browser sends
-- a cookie without a name as its value alone, which may look like any other cookie.
-- prefix: of the path route, or "". uri: of the request, as the app received it.
function cookies.from_app(set_cookie, prefix, uri)
  local pair, attributes, path = split(set_cookie, prefix == "" and DOMAIN or DOMAIN_AND_PATH)
  local name = name_and_value(pair)
  if name == "" then
    return nil
  end
  if is_marked_route(prefix) then
    pair = MARK .. pair:match("^%s*(.*)$")
  elseif is_private(name) then
    return nil
  end
  if prefix ~= "" then
    attributes[#attributes + 1] = " Path=" .. moved(path, prefix, uri)
  end
  return joined(pair, attributes)
end

-- Returns a Set-Cookie of OpenHands without Domain, so that no sandbox's host receives the cookie.
function cookies.from_openhands(set_cookie)
  return joined(split(set_cookie, DOMAIN))
end

return cookies
