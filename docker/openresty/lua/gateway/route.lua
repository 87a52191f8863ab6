-- The route of a request, from its Host and the raw bytes of its path.
local settings = require("gateway.settings")

local route = {}

-- Byte by byte, here and below, because LuaJIT does not compile patterns.
local function is_digit(byte)
  return byte >= 48 and byte <= 57
end

local function is_lower_hex(byte)
  return is_digit(byte) or (byte >= 97 and byte <= 102)
end

local function consists_of(text, is_in_set)
  for offset = 1, #text do
    if not is_in_set(text:byte(offset)) then
      return false
    end
  end
  return true
end

-- Returns the number, or nil if the text is no port in the form that URLs use.
function route.port(text)
  if #text > 5 or not consists_of(text, is_digit) or text:byte(1) == 48 then
    return nil
  end
  local port = tonumber(text)
  return port and port <= 65535 and port or nil
end

function route.is_conversation(text)
  return #text == 32 and consists_of(text, is_lower_hex)
end

local function sandbox(conversation, port, found)
  found.conversation, found.port = conversation, route.port(port)
  if not found.port or not route.is_conversation(conversation) then
    return nil, "ERR_ROUTE"
  end
  if settings.refused_ports[found.port] then
    return nil, "ERR_PORT"
  end
  return found
end

local function of_main_host(host, uri)
  if uri:sub(1, 9) ~= "/runtime/" then
    return { host = host }
  end
  local conversation, port, rest = uri:match("^/runtime/([^/?#]*)/([^/?#]*)(.*)$")
  if not conversation then
    return nil, "ERR_ROUTE"
  end
  return sandbox(conversation, port, {
    host = host,
    prefix = "/runtime/" .. conversation .. "/" .. port,
    uri = rest:sub(1, 1) == "/" and rest or "/" .. rest,
    lacks_slash = rest:sub(1, 1) ~= "/",
  })
end

-- host: lower case, no port. uri: path and query as sent.
-- Returns {host} for OpenHands, {host, conversation, port, uri, and on the path route prefix} for a
-- sandbox, or nil and the code of the problem.
function route.of(host, uri)
  for _, main in ipairs(settings.hosts) do
    if host == main then
      return of_main_host(host, uri)
    end
    local suffix = ".runtime." .. main
    if host:sub(-#suffix) == suffix then
      local hyphen = host:find("-", 1, true)
      if not hyphen then
        return nil, "ERR_ROUTE"
      end
      local conversation = host:sub(hyphen + 1, -#suffix - 1)
      return sandbox(conversation, host:sub(1, hyphen - 1), { host = main, uri = uri })
    end
  end
  return nil, "ERR_HOST"
end

return route
