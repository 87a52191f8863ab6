"""The user auth for OpenHands' `user_auth_class`. `apply-patch.sh` sets it."""

from openhands_multiuser.user_auth import CognitoUserAuth

__all__ = ["CognitoUserAuth"]
