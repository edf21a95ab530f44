package travel.saga.api;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Shows a problem to people, wherever in the way of a request it was found. */
public interface ProblemView {
  String MEDIA_TYPE = "text/html;charset=UTF-8";

  /** The page, as HTML; null where no page was asked for, and the problem is told as JSON. */
  @Nullable String page(Problem problem, RoutingContext context);
}
