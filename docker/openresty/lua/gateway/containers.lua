-- The container of a conversation, as Docker tells it.
local cjson = require("cjson.safe")
local addresses = require("gateway.addresses")
local cache = require("gateway.cache")

local containers = {}

local function table_or_empty(value)
  return type(value) == "table" and value or {}
end

-- Ports of an app by the port in the URL: what listens in the container comes before what is
-- published under that number.
local function ports_of(entry)
  local ports, listens = {}, {}
  for _, port in ipairs(table_or_empty(entry.Ports)) do
    local private, public = table_or_empty(port).PrivatePort, table_or_empty(port).PublicPort
    if port.Type == "tcp" and type(private) == "number" then
      listens[tostring(private)] = private
      if type(public) == "number" then
        ports[tostring(public)] = private
      end
    end
  end
  for port, private in pairs(listens) do
    ports[port] = private
  end
  return ports
end

-- The newest of the list that runs and has the label; Docker's filter is not relied upon.
local function newest(list, conversation)
  local found
  for _, entry in ipairs(list) do
    local labels = table_or_empty(table_or_empty(entry).Labels)
    if labels.conversation_id == conversation and entry.State == "running" then
      if not found or (tonumber(entry.Created) or 0) > (tonumber(found.Created) or 0) then
        found = entry
      end
    end
  end
  return found
end

local function ask(conversation)
  local filters = cjson.encode({
    label = { "conversation_id=" .. conversation },
    status = { "running" },
  })
  local answer = ngx.location.capture("/.gateway/containers", { args = { filters = filters } })
  if answer.status == 502 or answer.status == 504 then
    return nil, "ERR_SOCKET"
  end
  if answer.status ~= 200 or answer.truncated then
    return nil, "ERR_LIST"
  end
  local list = cjson.decode(answer.body)
  if type(list) ~= "table" or (next(list) ~= nil and list[1] == nil) then
    return nil, "ERR_PARSE"
  end
  local entry = newest(list, conversation)
  if not entry then
    return nil, "ERR_NOT_FOUND"
  end
  local networks = table_or_empty(entry.NetworkSettings).Networks
  local user = entry.Labels.user_id
  return {
    address = addresses.first(table_or_empty(networks)),
    ports = ports_of(entry),
    user = type(user) == "string" and user or nil,
  }
end

-- Returns {address or nil, ports, user or nil}; or nil and the code of what is wrong.
function containers.find(conversation)
  local container = cache.get(conversation)
  if container then
    return container
  end
  local code
  -- Thrice, if a container came or went meanwhile: the list may be from before it.
  for _ = 1, 3 do
    local generation = cache.generation()
    container, code = ask(conversation)
    if generation == cache.generation() then
      if container and generation then
        cache.put(conversation, container, generation)
      end
      break
    end
  end
  return container, code
end

return containers
