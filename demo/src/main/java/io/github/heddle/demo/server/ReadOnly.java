package io.github.heddle.demo.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Lets GET and HEAD through, and says of all else that it is not allowed. */
final class ReadOnly implements Handler {
    private final Handler handler;

    ReadOnly(Handler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws Exception {
        Method method = request.prologue().method();
        if (method.equals(Method.GET) || method.equals(Method.HEAD)) {
            handler.handle(request, response);
        } else {
            var refusal = new Refusal(
                    Status.METHOD_NOT_ALLOWED_405,
                    "only GET and HEAD are allowed",
                    HeaderValues.create(HeaderNames.ALLOW, "GET, HEAD"));
            Answers.send(request, response, refusal);
        }
    }
}
