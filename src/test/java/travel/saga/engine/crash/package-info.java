@org.jspecify.annotations.NullMarked
package travel.saga.engine.crash;
