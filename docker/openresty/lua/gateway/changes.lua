-- What Docker's events told this worker: when something changed last, and which containers went.
--
-- Docker tells that a container died before its address is free for the next one. Each worker hears
-- it on a connection of its own, so it has heard it by the time that a new container at that
-- address answers: epoll reports in the order in which things came.
local lrucache = require("resty.lrucache")

local changes = {}

local generation = 0
local followed = false
local went = assert(lrucache.new(10000))

-- A number that grows with each change.
function changes.generation()
  return generation
end

-- Whether every change is told, so that no change means that all is as it was.
function changes.are_followed()
  return followed
end

-- id: of the container that went, if one did.
function changes.add(id)
  generation = generation + 1
  if id then
    went:set(id, generation)
  end
end

-- Whether a container went after a generation, as far as it was told.
function changes.went_since(id, since)
  return (went:get(id) or 0) > since
end

function changes.follow()
  followed = true
end

-- What happens from now on is missed.
function changes.lose()
  generation = generation + 1
  followed = false
end

return changes
