-- Where sandboxes are, and which conversations have none, kept for a second or two.
--
-- Docker soon gives an address to another container. An entry that outlives its sandbox would
-- send one user's request to another user's sandbox, and an entry for an absent sandbox would
-- hide one that has just started. So an entry is valid only while this worker follows the changes
-- of sandboxes and nothing has changed since they were asked for.
local lrucache = require("resty.lrucache")
local changes = require("gateway.changes")
local settings = require("gateway.settings")

local cache = {}

local entries = assert(lrucache.new(2000))

-- One set for sandboxes and one for their absence, so that requests for conversations that do not
-- exist cannot push out those that do.
local absences = assert(lrucache.new(2000))

local function is_valid(entry)
  return changes.are_followed() and entry.generation == changes.generation()
end

local function get(from, key)
  local entry = from:get(key)
  return entry and is_valid(entry) and entry or nil
end

function cache.get(key)
  return get(entries, key)
end

-- sandbox: with the generation at which it was asked for.
function cache.put(key, sandbox)
  if is_valid(sandbox) then
    sandbox.due = ngx.now() + settings.cache_seconds / 2
    entries:set(key, sandbox, settings.cache_seconds)
  end
end

function cache.is_absent(key)
  return get(absences, key) ~= nil
end

-- generation: when it was asked for.
function cache.put_absent(key, generation)
  local entry = { generation = generation }
  if is_valid(entry) then
    absences:set(key, entry, settings.cache_seconds)
  end
end

-- Whether this request has to ask again. The others use the entry in the meantime, so none of them
-- waits when an entry is about to expire.
function cache.is_due(sandbox)
  if ngx.now() < sandbox.due then
    return false
  end
  sandbox.due = math.huge
  return true
end

function cache.drop(key)
  entries:delete(key)
end

return cache
