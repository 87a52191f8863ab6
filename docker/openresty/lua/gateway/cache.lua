-- Docker's answers, kept for a second or two: containers, and conversations that have none.
--
-- Docker soon gives an address to another container. An entry that outlives its container would
-- send one user's request to another user's sandbox, and an entry for an absent container would
-- hide a sandbox that has just started. So an entry is valid only while this worker follows
-- Docker's events and nothing has changed since Docker was asked.
local lrucache = require("resty.lrucache")
local changes = require("gateway.changes")
local settings = require("gateway.settings")

local cache = {}

local entries = assert(lrucache.new(2000))

-- One set of answers for containers and one for their absence, so that requests for conversations
-- that do not exist cannot push out those that do.
local absences = assert(lrucache.new(2000))

local function is_valid(entry)
  return changes.are_followed() and entry.generation == changes.generation()
end

local function get(from, conversation)
  local entry = from:get(conversation)
  return entry and is_valid(entry) and entry or nil
end

function cache.get(conversation)
  return get(entries, conversation)
end

-- container: with the generation at which Docker was asked.
function cache.put(conversation, container)
  if is_valid(container) then
    container.due = ngx.now() + settings.cache_seconds / 2
    entries:set(conversation, container, settings.cache_seconds)
  end
end

function cache.is_absent(conversation)
  return get(absences, conversation) ~= nil
end

-- generation: when Docker was asked.
function cache.put_absent(conversation, generation)
  local entry = { generation = generation }
  if is_valid(entry) then
    absences:set(conversation, entry, settings.cache_seconds)
  end
end

-- Whether this request has to ask Docker again. The others use the entry in the meantime, so none
-- of them waits when an entry is about to expire.
function cache.is_due(container)
  if ngx.now() < container.due then
    return false
  end
  container.due = math.huge
  return true
end

-- For a container that did not answer: it may have stopped.
function cache.drop(conversation)
  entries:delete(conversation)
end

return cache
