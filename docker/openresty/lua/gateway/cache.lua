-- Containers that Docker told of, for a second or two, shared by all workers.
--
-- An address is free for the next container as soon as the last one has gone, so an entry that
-- outlives its container would send one user's request to another's. Therefore an entry counts only
-- while Docker's events are followed and none has come since Docker was asked (its generation).
local cjson = require("cjson.safe")
local settings = require("gateway.settings")

local cache = {}

local dict = ngx.shared.containers

-- Outlasts two beats of events.lua; a follower that dies stops the cache this much later.
local FOLLOWED_SECONDS = 1.5

-- Nil while events are not followed: then nothing may be kept.
function cache.generation()
  return dict:get("followed") and dict:get("generation")
end

function cache.get(conversation)
  local generation = cache.generation()
  local entry = generation and cjson.decode((dict:get(conversation)))
  return entry and entry.generation == generation and entry.container or nil
end

function cache.put(conversation, container, generation)
  local entry = cjson.encode({ container = container, generation = generation })
  dict:set(conversation, entry, settings.cache_seconds)
end

-- For a container that did not answer: it may have gone.
function cache.drop(conversation)
  dict:delete(conversation)
end

-- Something came or went: all entries are void.
function cache.outdate()
  dict:incr("generation", 1, 0)
end

function cache.keep_on()
  dict:set("followed", true, FOLLOWED_SECONDS)
end

function cache.stop()
  dict:delete("followed")
end

return cache
