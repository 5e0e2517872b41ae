"""Runs MiniStack with the few patches without which a recording's way would end early.

Each patch is one function: its docstring's first line is printed at the start, and so appears in the output of
`npm run test:deploy`. A patch that does not find what it patches ends the program: MiniStack's version is pinned, and a
newer one may need it no longer.
"""

import os
import signal
import sys
import threading

from ministack import app
from ministack.core import iam_evaluator, lambda_runtime
from ministack.services import eventbridge, lambda_svc, sns, stepfunctions


def replace_once(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise SystemExit(f"MiniStack is not the version that this patch was written for: {old!r}")
    return text.replace(old, new)


def patch_redrive_count():
    """$$.Execution.RedriveCount: 0, since nothing here is redriven; MiniStack's context object has none."""
    resolve = stepfunctions._resolve_ctx_path

    def with_redrive_count(path, ctx):
        return 0 if path == "$$.Execution.RedriveCount" else resolve(path, ctx)

    stepfunctions._resolve_ctx_path = with_redrive_count


def patch_message_attributes():
    """sns:publish of a state machine: MessageAttributes are handed on, which MiniStack drops."""
    resource_text = "arn:aws:states:::sns:publish"
    publish = stepfunctions._SERVICE_DISPATCH[resource_text]

    def with_attributes(resource, input_data):
        flat = dict(input_data)
        for index, (name, value) in enumerate((flat.pop("MessageAttributes", None) or {}).items(), start=1):
            entry = f"MessageAttributes.entry.{index}"
            flat[f"{entry}.Name"] = name
            flat.update({f"{entry}.Value.{key}": text for key, text in value.items()})
        return publish(resource, flat)

    stepfunctions._SERVICE_DISPATCH[resource_text] = with_attributes


def patch_error_names():
    """Lambda's errorType: the name of the error that a Node.js function threw, where MiniStack has Runtime.HandlerError."""
    lambda_runtime._NODEJS_WORKER_SCRIPT = replace_once(
        lambda_runtime._NODEJS_WORKER_SCRIPT,
        'error: String(err.message || err), trace: err.stack || ""',
        'error: String(err.message || err), errorType: err.name, trace: err.stack || ""',
    )
    last = threading.local()
    invoke = lambda_runtime.Worker.invoke
    execute = lambda_svc._execute_function_warm

    def remembering(worker, *arguments, **named):
        answer = invoke(worker, *arguments, **named)
        last.error_type = answer.get("errorType")
        return answer

    def naming(func, event, request_id):
        last.error_type = None
        result = execute(func, event, request_id)
        if result.get("error") and last.error_type and result["body"]["errorType"] == "Runtime.HandlerError":
            result["body"]["errorType"] = last.error_type
        return result

    lambda_runtime.Worker.invoke = remembering
    lambda_svc._execute_function_warm = naming


def patch_history():
    """GetExecutionHistory: each event names the one before it, by which a failure is followed to its state."""
    add_event = stepfunctions._add_event

    def with_previous_event(execution, event_type, details=None):
        previous_event_id = len(execution["events"])
        return add_event(execution, event_type, {"previousEventId": previous_event_id, **(details or {})})

    stepfunctions._add_event = with_previous_event


def patch_ivs_events():
    """PutEvents from the source aws.ivs: let in, as if IVS had sent them; AWS, and MiniStack, let nobody else use it."""
    put_events = eventbridge._put_events

    def admitting_ivs(data, allow_aws_source=False):
        is_ivs = all(entry.get("Source") == "aws.ivs" for entry in data.get("Entries", []))
        return put_events(data, allow_aws_source=allow_aws_source or is_ivs)

    eventbridge._put_events = admitting_ivs


def patch_secure_transport():
    """aws:SecureTransport: true, as if loopback were TLS; else the policies that demand it refuse every request, rightly."""
    resolve = iam_evaluator._resolve_condition_key

    def over_tls(key, ctx):
        return "true" if key.lower() == "aws:securetransport" else resolve(key, ctx)

    iam_evaluator._resolve_condition_key = over_tls


def follow_standard_input():
    """A line turns IAM on. When the input ends, however its writer does, so does everything here."""
    for _ in sys.stdin:
        app.AUTH = True
        print("IAM is enforced from here on", flush=True)
    os.killpg(0, signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=follow_standard_input, daemon=True).start()
    for patch in (
        patch_redrive_count,
        patch_message_attributes,
        patch_error_names,
        patch_history,
        patch_ivs_events,
        patch_secure_transport,
    ):
        patch()
        print(f"Patched: {patch.__doc__.splitlines()[0]}", flush=True)
    app.main()
