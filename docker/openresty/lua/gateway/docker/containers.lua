-- Reads containers from Docker's list.
local cjson = require("cjson.safe")
local addresses = require("gateway.docker.addresses")

local containers = {}

-- Docker's states. A container that is being removed, or that is dead, does not come back.
local STATES = {
  running = "running",
  paused = "paused",
  exited = "paused",
  created = "starting",
  restarting = "starting",
}

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

-- Whether an entry is a better answer than the best one so far: one that runs, then the newest.
local function is_better(entry, best)
  if not best or (entry.State == "running") ~= (best.State == "running") then
    return not best or entry.State == "running"
  end
  return (tonumber(entry.Created) or 0) > (tonumber(best.Created) or 0)
end

local function best_of(list, is_asked_for)
  local best
  for _, entry in ipairs(list) do
    entry = table_or_empty(entry)
    if STATES[entry.State] and type(entry.Id) == "string" and is_asked_for(entry) then
      best = is_better(entry, best) and entry or best
    end
  end
  return best
end

local function find(filters, is_asked_for)
  local args = { all = "true", filters = cjson.encode(filters) }
  local answer = ngx.location.capture("/.gateway/containers", { args = args })
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
  local entry = best_of(list, is_asked_for)
  if not entry then
    return nil, "ERR_NOT_FOUND"
  end
  local user = table_or_empty(entry.Labels).user_id
  return {
    id = entry.Id,
    state = STATES[entry.State],
    address = addresses.first(table_or_empty(table_or_empty(entry.NetworkSettings).Networks)),
    ports = ports_of(entry),
    user = type(user) == "string" and user or nil,
  }
end

-- Both functions return a sandbox as sandboxes.lua describes it, or nil and the code of the
-- problem. They do not rely on Docker's filters.

function containers.of_conversation(conversation)
  return find({ label = { "conversation_id=" .. conversation } }, function(entry)
    return table_or_empty(entry.Labels).conversation_id == conversation
  end)
end

function containers.by_name(name)
  return find({ name = { name } }, function(entry)
    for _, written in ipairs(table_or_empty(entry.Names)) do
      if written == "/" .. name then
        return true
      end
    end
    return false
  end)
end

return containers
