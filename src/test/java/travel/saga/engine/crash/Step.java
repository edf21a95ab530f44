package travel.saga.engine.crash;

import java.util.List;

/** One step of a random workflow. All but what its comment says otherwise of is waited for. */
sealed interface Step {

  /** Activities at the same time; one is a link of a chain, several are a fan-out. */
  record Activities(List<Task> tasks) implements Step {}

  /** Activities whose outcome nobody waits for. */
  record Fork(List<Task> tasks) implements Step {}

  record Sleep(long millis) implements Step {}

  /** An activity against a timer; who wins does not change the result. */
  record Race(Task task, long millis) implements Step {}

  /** Waits for this many events of a name that no other step waits for. */
  record Events(String name, int count) implements Step {}

  /**
   * A child workflow.
   *
   * @param named whether the parent chooses its id, else it is made of the turn's time, as the
   *     SDK's
   * @param awaited whether the parent waits for its end, which it may else not live to see
   */
  record Child(Program program, boolean named, boolean awaited) implements Step {}

  record CustomStatus(long salt) implements Step {}

  /**
   * An activity or a child that another application is to run, which no embedded engine reaches.
   */
  record Foreign(boolean child) implements Step {}

  /**
   * What later code does otherwise: it sleeps where the earlier runs an activity.
   *
   * @param patch the name of the patch, or empty for a change of the version
   */
  record Changed(String patch, Task task, long millis) implements Step {}

  /** The name of what another application is to run. */
  String ELSEWHERE = "elsewhere";

  /**
   * An activity with its retries.
   *
   * @param salt tells it from others
   * @param failures how many of its attempts fail
   * @param attempts after so many failures it is given up
   */
  record Task(long salt, int failures, int attempts) {
    boolean isGivenUp() {
      return failures >= attempts;
    }
  }
}
