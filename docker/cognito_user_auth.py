"""The user auth for OpenHands' `user_auth_class`. `apply-patch.sh` sets it.

Despite its name, it serves every identity source, not only Amazon Cognito.
"""

from openhands_multiuser.user_auth import CognitoUserAuth

__all__ = ["CognitoUserAuth"]
