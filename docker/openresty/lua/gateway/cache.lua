-- Containers that Docker told of, for a second or two.
--
-- An address is soon another container's: an entry that outlived its container would send one
-- user's request to another's sandbox. So an entry holds only while Docker's events are followed
-- and nothing has changed since Docker was asked.
local lrucache = require("resty.lrucache")
local changes = require("gateway.changes")
local settings = require("gateway.settings")

local cache = {}

local entries = assert(lrucache.new(2000))

local function holds(container)
  return changes.are_followed() and container.generation == changes.generation()
end

function cache.get(conversation)
  local container = entries:get(conversation)
  return container and holds(container) and container or nil
end

-- container: with the generation at which Docker was asked.
function cache.put(conversation, container)
  if holds(container) then
    container.due = ngx.now() + settings.cache_seconds / 2
    entries:set(conversation, container, settings.cache_seconds)
  end
end

-- Whether it is this request's turn to ask Docker anew. The others go on with what there is:
-- nobody has to wait at the moment when an entry ends.
function cache.is_due(container)
  if ngx.now() < container.due then
    return false
  end
  container.due = math.huge
  return true
end

-- For a container that did not answer: it may have gone.
function cache.drop(conversation)
  entries:delete(conversation)
end

return cache
