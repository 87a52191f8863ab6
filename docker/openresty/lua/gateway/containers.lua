-- The container of a conversation, from Docker's list.
local cjson = require("cjson.safe")
local addresses = require("gateway.addresses")
local cache = require("gateway.cache")
local changes = require("gateway.changes")

local containers = {}

local function table_or_empty(value)
  return type(value) == "table" and value or {}
end

-- Private ports by the port in the URL. A port that the container exposes takes precedence over one
-- that is published under the same number.
local function ports_of(entry)
  local ports, listens = {}, {}
  for _, port in ipairs(table_or_empty(entry.Ports)) do
    port = table_or_empty(port)
    local private, public = port.PrivatePort, port.PublicPort
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

-- The newest running container with the label. Does not rely on Docker's filter.
local function newest(list, conversation)
  local found
  for _, entry in ipairs(list) do
    local labels = table_or_empty(table_or_empty(entry).Labels)
    local matches = labels.conversation_id == conversation and entry.State == "running"
    if matches and type(entry.Id) == "string" then
      if not found or (tonumber(entry.Created) or 0) > (tonumber(found.Created) or 0) then
        found = entry
      end
    end
  end
  return found
end

local function ask(conversation, generation)
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
  local user = entry.Labels.user_id
  return {
    id = entry.Id,
    address = addresses.first(table_or_empty(table_or_empty(entry.NetworkSettings).Networks)),
    ports = ports_of(entry),
    user = type(user) == "string" and user or nil,
    generation = generation,
  }
end

-- Returns {id, address or nil, ports, user or nil, generation}, or nil and the code of the problem.
-- generation: of changes.lua, when Docker was asked.
function containers.find(conversation)
  local container = cache.get(conversation)
  if container and not cache.is_due(container) then
    return container
  end
  if not container and cache.is_absent(conversation) then
    return nil, "ERR_NOT_FOUND"
  end
  local generation, code
  repeat
    generation = changes.generation()
    container, code = ask(conversation, generation)
    -- The list may be older than the container's end.
  until not container or not changes.went_since(container.id, generation)
  if container then
    cache.put(conversation, container)
  else
    cache.drop(conversation)
    if code == "ERR_NOT_FOUND" then
      cache.put_absent(conversation, generation)
    end
  end
  return container, code
end

return containers
