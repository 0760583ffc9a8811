"""A blog of posts."""

from django.db import models


class Post(models.Model):
    title = models.CharField(max_length=99)
    body = models.TextField()

    def get_absolute_url(self) -> str:
        return f"/post/{self.pk}/"

    def __str__(self) -> str:
        return self.title
