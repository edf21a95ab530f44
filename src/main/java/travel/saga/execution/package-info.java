/** Workflow executions as an operator sees them: what ran, step by step, and what can be done. */
@NullMarked
package travel.saga.execution;

import org.jspecify.annotations.NullMarked;
