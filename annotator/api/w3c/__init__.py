"""The W3C Web Annotation Protocol and Data Model (Recommendations of 2017), and the vocabulary at `/ns/`.

Rights, look-ups, actions and what a reader may not see are the API's: this is another way of speaking with it.
"""
