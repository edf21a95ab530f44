@org.jspecify.annotations.NullMarked
package travel.saga.engine.store.memory;
