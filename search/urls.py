from django.urls import path

from search.views import ResultsView

app_name = "search"
urlpatterns = [path("", ResultsView.as_view(), name="results")]
