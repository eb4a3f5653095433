"""Where are the pages of this room?"""

app_name = "dispatch"
urlpatterns: list = []
