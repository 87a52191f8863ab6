-- Cookies of common sign-in proxies, without __Host- or __Secure-. The setting private_cookies adds
-- to them.
return {
  -- AWS: Application Load Balancer, Amplify; Cognito.
  "AWSELBAuthSessionCookie*",
  "CognitoIdentityServiceProvider*",
  -- OpenHands with Keycloak.
  "keycloak_auth*",
  "KEYCLOAK_*",
  -- oauth2-proxy, Authelia, authentik, Pomerium, Vouch, Traefik forward-auth.
  "_oauth2_proxy*",
  "authelia_session*",
  "authentik_*",
  "_pomerium*",
  "VouchCookie*",
  "_forward_auth*",
  -- Envoy's OAuth 2 filter, Ory.
  "BearerToken*",
  "IdToken*",
  "RefreshToken*",
  "Oauth*",
  "ory_*",
  -- Cloudflare Access, Google IAP, Azure App Service.
  "CF_*",
  "GCP_IAP*",
  "GCP_IAAP*",
  "AppServiceAuthSession*",
  -- Tokens by their usual names; not access_token, which many apps set themselves.
  "id_token*",
  "refresh_token*",
}
