-- What this worker knows from Docker's events: the time of the last change, as a generation, and
-- the containers that stopped.
--
-- Docker reports that a container died before its address is free for the next container. Each
-- worker has a connection of its own for events, so it has read the event by the time that a new
-- container at that address answers: epoll reports events in the order of their arrival.
local lrucache = require("resty.lrucache")

local changes = {}

local generation = 0
local followed = false
local went = assert(lrucache.new(10000))

-- Increases with each change.
function changes.generation()
  return generation
end

-- Whether this worker receives every change, so that no event means no change.
function changes.are_followed()
  return followed
end

-- id: of the container that stopped, or nil.
function changes.add(id)
  generation = generation + 1
  if id then
    went:set(id, generation)
  end
end

-- Whether a container stopped after a generation, as far as this worker knows.
function changes.went_since(id, since)
  return (went:get(id) or 0) > since
end

function changes.follow()
  followed = true
end

-- Call this when the connection for events ends: later changes are missed.
function changes.unfollow()
  generation = generation + 1
  followed = false
end

return changes
