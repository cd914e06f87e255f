"""`/api/v2/media` and `/api/v1/media/:id`: pictures that a later post shows, done at once, and videos and sounds: 202,
and 206 until they are ready.
"""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse

from sanglap.practice import clock, services, wire
from sanglap.practice.api.door import Call, Handler, Refusal, endpoint, identifier
from sanglap.practice.models import Picture


def upload(call: Call) -> HttpResponse:
    given = call.request.FILES.get("file")
    if not isinstance(given, UploadedFile):
        raise Refusal(422, "Validation failed: File can't be blank")
    picture = services.keep_picture(
        account=call.caller, content=given.read(), description=call.word("description"), now=clock.now()
    )
    return JsonResponse(wire.picture(picture, call.origin), status=202 if picture.ready_at > clock.now() else 200)


def show(call: Call, number: str) -> HttpResponse:
    found = identifier(number)
    picture = Picture.objects.filter(id=found, account=call.caller).first() if found is not None else None
    if picture is None:
        raise Refusal(404, "Record not found")
    return JsonResponse(wire.picture(picture, call.origin), status=206 if picture.ready_at > clock.now() else 200)


index = endpoint(POST=Handler(upload, "write:media", user=True))
single = endpoint(GET=Handler(show, "write:media", user=True))
