-- Whether an app's answer may pass, and what changes in its headers.
local changes = require("gateway.changes")
local cookies = require("gateway.cookies")
local location = require("gateway.location")
local settings = require("gateway.settings")
local status = require("gateway.status")

local response = {}

-- On the path route an app shares its host with the main site. These would reach beyond its path.
local OF_A_WHOLE_HOST = { "Clear-Site-Data", "Service-Worker-Allowed", "Strict-Transport-Security" }

-- The policies that a header holds, once or repeated, with one more.
local function with_policy(header, policy)
  local policies = type(header) == "table" and header or { header }
  policies[#policies + 1] = policy
  return policies
end

function response.mend()
  local header, var = ngx.header, ngx.var
  if var.sandbox == "" then
    -- It is the gateway's own answer.
    return
  end
  status.check()
  if changes.went_since(var.container, tonumber(var.generation)) then
    -- The answer may be of the container that has its address now.
    var.problem = "ERR_NO_ANSWER"
    return ngx.exit(status.REFUSED)
  end
  local prefix = var.prefix
  -- Of several, nginx tells the first; nginx.conf keeps all back.
  local to = var.upstream_http_location
  if to then
    header.location = location.of_app(to, {
      prefix = prefix,
      conversation = var.conversation,
      port = var.port,
      sandbox = var.sandbox,
      proto = var.forwarded_proto,
      host_header = var.http_host,
    })
  end
  local set = header.set_cookie
  if set then
    local kept = {}
    for _, one in ipairs(type(set) == "table" and set or { set }) do
      kept[#kept + 1] = cookies.of_app(one, prefix)
    end
    header.set_cookie = kept
  end
  if prefix ~= "" then
    for _, name in ipairs(OF_A_WHOLE_HOST) do
      header[name] = nil
    end
    if not settings.documents_by_path then
      -- Takes the main site's origin from a document; a request is answered as before.
      header.content_security_policy = with_policy(header.content_security_policy, "sandbox")
    end
  end
end

return response
