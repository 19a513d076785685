"""The addresses of the API. `{project}` is an id or a slug."""

from django.urls import include, path

from annotator.api.views import (
    accounts,
    annotations,
    assignments,
    changes,
    comments,
    description,
    documents,
    handin,
    imports,
    jobs,
    members,
    passages,
    projects,
    releases,
    review,
    sources,
    tags,
    texts,
)

app_name = "api"

PROJECT, DOCUMENT, TAG = "projects/<str:project>/", "documents/<uuid:document>/", "tags/<uuid:tag>/"
RELEASE, ITEM = "releases/<uuid:release>/", "review-items/<uuid:item>/"

resources = [
    path("me/", accounts.Me.as_view(), name="me"),
    path("me/tokens/", accounts.Tokens.as_view(), name="tokens"),
    path("me/tokens/<uuid:token>/", accounts.Token.as_view(), name="token"),
    path("projects/", projects.Projects.as_view(), name="projects"),
    path(PROJECT, projects.Project.as_view(), name="project"),
    path(PROJECT + "members/", members.Members.as_view(), name="members"),
    path(PROJECT + "members/<str:username>/", members.Member.as_view(), name="member"),
    path(PROJECT + "documents/", documents.Documents.as_view(), name="documents"),
    path(PROJECT + "imports/", imports.Imports.as_view(), name="imports"),
    path(PROJECT + "annotations/", annotations.Annotations.as_view(), name="annotations"),
    path(PROJECT + "changes/", changes.Changes.as_view(), name="changes"),
    path(PROJECT + "assignments/", assignments.Assignments.as_view(), name="assignments"),
    path(PROJECT + "assignments/next/", assignments.NextAssignment.as_view(), name="assignment_next"),
    path(PROJECT + "assignments/<uuid:assignment>/", assignments.Assignment.as_view(), name="assignment"),
    path(PROJECT + "review-items/", review.ReviewItems.as_view(), name="review_items"),
    path(PROJECT + "releases/", releases.Releases.as_view(), name="releases"),
    path(PROJECT + "sources/", sources.Sources.as_view(), name="sources"),
    path("sources/<uuid:source>/", sources.Source.as_view(), name="source"),
    path(DOCUMENT, documents.Document.as_view(), name="document"),
    path(DOCUMENT + "restore/", documents.DocumentRestore.as_view(), name="document_restore"),
    path(DOCUMENT + "text", texts.Text.as_view(), name="text"),
    path(DOCUMENT + "original", texts.Original.as_view(), name="original"),
    path(DOCUMENT + "passages/", passages.Passages.as_view(), name="passages"),
    path(DOCUMENT + "handin/", handin.HandIn.as_view(), name="handin"),
    path(DOCUMENT + "tags/", tags.Tags.as_view(), name="document_tags"),
    path(DOCUMENT + "tags/bulk/", tags.TagsBulk.as_view(), name="tags_bulk"),
    path(TAG, tags.Tag.as_view(), name="tag"),
    path(TAG + "restore/", tags.TagRestore.as_view(), name="tag_restore"),
    path(TAG + "comments/", comments.Comments.as_view(), name="comments"),
    path(TAG + "comments/<uuid:comment>/", comments.Comment.as_view(), name="comment"),
    path(ITEM, review.ReviewItem.as_view(), name="review_item"),
    path(ITEM + "decision/", review.ItemDecision.as_view(), name="decision"),
    path(RELEASE, releases.Release.as_view(), name="release"),
    path(RELEASE + "files/<str:name>", releases.ReleaseFile.as_view(), name="release_file"),
    path("jobs/<uuid:job>/", jobs.Job.as_view(), name="job"),
]

urlpatterns = [
    path("v1/", include(resources)),
    path("schema/", description.Schema.as_view(), name="schema"),
    path("docs/", description.docs, name="docs"),
]
