package travel.saga.execution;

import java.util.List;

/**
 * What a saga calls, by wire names, so that an execution of it can be shown with what it has not
 * done yet, or never will.
 *
 * @param workflow the wire name of the saga
 * @param forward the steps when all goes well, in their order
 * @param endOfUndoing the step that comes last where something was undone
 * @param pairs which compensation undoes which step
 */
public record SagaPlan(
    String workflow, List<String> forward, String endOfUndoing, UndoPairs pairs) {}
