-- Asks the server half of this project, in OpenHands, in which sandbox a conversation runs. A
-- sub-conversation runs in its parent's sandbox, whose label names the parent.
local cjson = require("cjson.safe")
local lrucache = require("resty.lrucache")
local settings = require("gateway.settings")

local openhands = {}

-- Names by user and conversation. That there is none is not remembered: nothing reports that a
-- sub-conversation has started.
local known = assert(lrucache.new(2000))

local function ask(conversation, user)
  local answer = ngx.location.capture("/.gateway/sandbox", {
    args = { conversation = conversation, user = user, client = ngx.var.forwarded_for },
  })
  if answer.status == 404 then
    return nil, "ERR_NOT_FOUND"
  end
  local found = answer.status == 200 and not answer.truncated and cjson.decode(answer.body)
  local name = type(found) == "table" and found.sandbox_id
  if type(name) ~= "string" or #name > 255 or not name:find("^%w[%w_.-]*$") then
    return nil, "ERR_OPENHANDS"
  end
  return name
end

-- Returns the name of the sandbox in which a conversation of the user runs, or nil and the code of
-- the problem. Without openhands_secret the server half is not there.
function openhands.sandbox_of(conversation, user)
  if not settings.openhands_secret or not user then
    return nil, "ERR_NOT_FOUND"
  end
  local key = conversation .. " " .. user
  local name, code = known:get(key), nil
  if not name then
    name, code = ask(conversation, user)
    if name then
      known:set(key, name, settings.cache_seconds)
    end
  end
  return name, code
end

return openhands
