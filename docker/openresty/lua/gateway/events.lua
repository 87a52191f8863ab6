-- Follows Docker's events, each worker by itself.
-- HTTP/1.0, so that the answer is bare lines of JSON until the connection ends.
local cjson = require("cjson.safe")
local changes = require("gateway.changes")
local settings = require("gateway.settings")

local events = {}

local FILTERS = {
  type = { "container", "network" },
  event = { "start", "unpause", "connect", "pause", "die", "destroy", "disconnect" },
}
-- After these an address is free for another container.
local GOES = { die = true, destroy = true, disconnect = true }

-- How soon a worker that shall exit notices.
local BEAT_MS = 500

local function open()
  local socket = ngx.socket.tcp()
  socket:settimeouts(2000, 2000, 5000)
  local filters = ngx.escape_uri(cjson.encode(FILTERS))
  local sent = socket:connect("unix:" .. settings.docker_socket)
    and socket:send("GET /events?filters=" .. filters .. " HTTP/1.0\r\nHost: docker\r\n\r\n")
  local status = sent and socket:receive("*l")
  if not status or not status:find("^HTTP/1%.%d 200 ") then
    socket:close()
    return nil
  end
  repeat
    local line = socket:receive("*l")
  until not line or line == ""
  socket:settimeout(BEAT_MS)
  return socket
end

-- Returns whether the line could be read.
local function take(line)
  local event = cjson.decode(line)
  local actor = type(event) == "table" and event.Actor
  if type(actor) ~= "table" or type(actor.Attributes) ~= "table" then
    return false
  end
  local id = event.Type == "network" and actor.Attributes.container or actor.ID
  changes.add(GOES[event.Action] and type(id) == "string" and id or nil)
  return true
end

-- Docker answers a moment before it subscribes, hence nothing counts as followed before the first
-- event, or a beat without one.
local function follow(socket)
  local begun = ""
  while not ngx.worker.exiting() do
    local line, problem, part = socket:receive("*l")
    if line then
      if not take(begun .. line) then
        break
      end
      begun = ""
    elseif problem == "timeout" then
      begun = begun .. (part or "")
    else
      break
    end
    changes.follow()
  end
  socket:close()
end

local told = false

local function run(premature)
  if premature then
    return
  end
  local socket = open()
  if socket then
    told = false
    follow(socket)
    changes.lose()
  elseif not told then
    told = true
    ngx.log(ngx.WARN, "Docker's events cannot be followed: each request will ask Docker")
  end
  ngx.timer.at(1, run)
end

function events.start()
  ngx.timer.at(0, run)
end

return events
