-- Where a sandbox is. The rest of the gateway does not know what runs sandboxes.
--
-- Another orchestrator takes the place of docker/ with two modules of the same interface: one that
-- finds a sandbox (docker/containers.lua) and one that reports changes (docker/events.lua).
--
-- A sandbox is {id, state, address or nil, ports, user or nil}. state: "running", "paused" or
-- "starting". ports: the port in the sandbox by the port in the URL, where they differ.
local cache = require("gateway.cache")
local changes = require("gateway.changes")
local finder = require("gateway.docker.containers")
local openhands = require("gateway.openhands")

local sandboxes = {}

-- Finds a sandbox in the cache, or asks for it. key: of the cache.
local function find(key, ask, ...)
  local sandbox = cache.get(key)
  if sandbox and not cache.is_due(sandbox) then
    return sandbox
  end
  if not sandbox and cache.is_absent(key) then
    return nil, "ERR_NOT_FOUND"
  end
  local generation, code
  repeat
    generation = changes.generation()
    sandbox, code = ask(...)
    -- The answer may be older than the sandbox's end.
  until not sandbox or not changes.went_since(sandbox.id, generation)
  if sandbox then
    sandbox.generation = generation
    cache.put(key, sandbox)
  else
    cache.drop(key)
    if code == "ERR_NOT_FOUND" then
      cache.put_absent(key, generation)
    end
  end
  return sandbox, code
end

-- Returns the sandbox of a conversation, with the generation of changes.lua at which it was found,
-- or nil and the code of the problem. The caller compares its user.
-- user: who asks, or nil. It matters for sub-conversations, which have no label of their own.
function sandboxes.find(conversation, user)
  local sandbox, code = find(conversation, finder.of_conversation, conversation)
  if sandbox or code ~= "ERR_NOT_FOUND" then
    return sandbox, code
  end
  local name
  name, code = openhands.sandbox_of(conversation, user)
  if not name then
    return nil, code
  end
  return find("name " .. name, finder.by_name, name)
end

-- For a sandbox that did not answer: it may have stopped.
function sandboxes.forget(conversation)
  cache.drop(conversation)
end

return sandboxes
