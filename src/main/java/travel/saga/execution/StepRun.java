package travel.saga.execution;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of an execution, in the order in which the steps began.
 *
 * @param name the wire name
 * @param attempts oldest first; one at least
 * @param undoneBy the compensation that undid it, where one did
 */
public record StepRun(
    String name, StepStatus status, List<Attempt> attempts, @Nullable String undoneBy) {}
