-- Cookies on their way to an app and back.
local settings = require("gateway.settings")

local cookies = {}

local function is_private(name)
  for _, pattern in ipairs(settings.private_cookies) do
    if pattern:sub(-1) == "*" then
      if name:sub(1, #pattern - 1) == pattern:sub(1, -2) then
        return true
      end
    elseif name == pattern then
      return true
    end
  end
  return false
end

local function name_of(pair)
  return pair:match("^%s*([^=]-)%s*$") or pair:match("^%s*([^=]-)%s*=")
end

-- A Cookie header without the main site's; the others byte for byte.
function cookies.without_private(header)
  if not header or #settings.private_cookies == 0 then
    return header or ""
  end
  local kept = {}
  local dropped = false
  for pair in (header .. ";"):gmatch("([^;]*);") do
    if is_private(name_of(pair) or "") then
      dropped = true
    else
      kept[#kept + 1] = pair
    end
  end
  return dropped and (table.concat(kept, ";"):gsub("^%s+", "")) or header
end

-- An app knows nothing of the prefix, and its Domain may be its idea of localhost, or a parent
-- that would send the cookie to other apps: without one a cookie stays with this host.
local function attribute(text, prefix)
  local name, value = text:match("^%s*([^=%s]+)%s*=%s*(.-)%s*$")
  name = name and name:lower()
  if name == "domain" then
    return nil
  end
  if name == "path" and prefix ~= "" and value:sub(1, 1) == "/" then
    if value ~= prefix and value:sub(1, #prefix + 1) ~= prefix .. "/" then
      return " Path=" .. prefix .. value
    end
  end
  return text
end

-- Returns a Set-Cookie of an app as the browser may keep it; nil if it may not. Of one without a
-- name a browser sends the value alone, which may look like any other cookie.
-- prefix: of the path route, or "".
function cookies.of_app(set_cookie, prefix)
  local pair, rest = set_cookie:match("^([^;]*)(.*)$")
  local name = name_of(pair) or ""
  if name == "" or is_private(name) then
    return nil
  end
  local kept = { pair }
  for text in rest:gmatch(";([^;]*)") do
    kept[#kept + 1] = attribute(text, prefix)
  end
  return table.concat(kept, ";")
end

return cookies
