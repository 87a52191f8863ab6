-- Request headers in which an edge names the user. They must not reach an app, and only those of
-- the edge may reach OpenHands.
local names = require("gateway.names")
local settings = require("gateway.settings")

local identity_headers = {}

local NAMES = {
  "x-gateway-*",
  -- AWS: Cognito, Application Load Balancer.
  "x-cognito-*",
  "x-amzn-oidc-*",
  -- oauth2-proxy, Authelia, authentik, Pomerium, Vouch.
  "x-auth-request-*",
  "remote-user",
  "remote-name",
  "remote-email",
  "remote-groups",
  "x-remote-user*",
  "x-remote-group*",
  "x-remote-extra-*",
  "x-authentik-*",
  "x-pomerium-*",
  "x-vouch-*",
  "x-webauth-*",
  -- Cloudflare Access, Google IAP, Azure App Service, Tailscale.
  "cf-access-*",
  "x-goog-iap-*",
  "x-goog-authenticated-user-*",
  "x-ms-client-principal*",
  "x-ms-token-*",
  "tailscale-user-*",
  -- X-Forwarded-User, -Email, -Groups, -Access-Token and so on.
  "x-forwarded-*",
}

-- proxy.conf, sandbox.conf and nginx.conf replace or drop these, which costs less than Lua.
local LEFT_TO_NGINX = {
  ["x-cognito-user-id"] = true,
  ["x-forwarded-for"] = true,
  ["x-forwarded-host"] = true,
  ["x-forwarded-port"] = true,
  ["x-forwarded-prefix"] = true,
  ["x-forwarded-proto"] = true,
  ["x-gateway-proof"] = true,
  ["x-gateway-secret"] = true,
}

local matches = names.matcher(NAMES, settings.identity_headers)

-- headers: of ngx.req.get_headers(0).
function identity_headers.drop(headers)
  for name in pairs(headers) do
    if matches(name) and not LEFT_TO_NGINX[name] then
      ngx.req.clear_header(name)
    end
  end
end

return identity_headers
