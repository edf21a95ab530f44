package travel.saga.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/** Of what an activity is not told by the SDK: which workflow has called it. */
final class WorkItem {
  private static final ContextKey<String> WORKFLOW = ContextKey.named("workflow");

  private WorkItem() {}

  static Context keepIn(Context context, String workflow) {
    return context.with(WORKFLOW, workflow);
  }

  static String workflow(Context context) {
    String workflow = context.get(WORKFLOW);
    return workflow == null ? "" : workflow;
  }
}
