/**
 * Who does what when: ready turns and activities, leases to workers, timers, waiting callers. All
 * state is in memory, owned by one thread ({@link travel.saga.engine.dispatch.Loop}), and ahead of
 * the store by what is on its way there; nothing is answered or handed out before it is stored, but
 * for one thing: a turn may be shown events whose storing is still under way, since its answer is
 * stored behind them or not at all.
 */
@NullMarked
package travel.saga.engine.dispatch;

import org.jspecify.annotations.NullMarked;
