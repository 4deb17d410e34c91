"""The root of all addresses."""

from allauth.account import views as account
from django.urls import include, path

handler400 = "claims.web.errors.bad_request"
urlpatterns = [
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/password/set/", account.password_set, name="account_set_password"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("", include("claims.urls")),
]
