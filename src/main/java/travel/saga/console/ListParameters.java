package travel.saga.console;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** What the list of executions is asked for with, as its links, its form and its live part do. */
public class ListParameters {
  @QueryParam("status")
  @Nullable String status;

  @QueryParam("workflow")
  @Nullable String workflow;

  @QueryParam("q")
  @Nullable String text;

  @QueryParam("created_from")
  @Nullable String createdFrom;

  @QueryParam("created_before")
  @Nullable String createdBefore;

  @QueryParam("cursor")
  @Nullable String cursor;

  /** When the first row was created of a page that began with the newest. */
  @QueryParam("newest")
  @Nullable String newest;

  /** Which action has led here. */
  @QueryParam("done")
  @Nullable String done;

  /** Asks for the region that changes, alone. */
  @QueryParam("part")
  @Nullable String part;

  /** What the caller has of it already. */
  @QueryParam("seen")
  @Nullable String seen;
}
