package travel.saga.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeoutException;
import travel.saga.conformance.WorkerMain.Trait;

/** A new release of the worker takes over what the one before has begun. */
class ReleasesIT {
  @Scenario(number = 63, name = "versions and patches: a run keeps what it was started with")
  void keepsItsVersion(Site site) throws TimeoutException {
    site.start();
    WorkerProcess before = site.worker();
    String versioned = site.client().scheduleNewWorkflow("versioned");
    String patched = site.client().scheduleNewWorkflow("patched");
    before.kill();
    site.worker(Trait.NEXT_RELEASE);
    assertThat(afterGo(site, versioned)).isEqualTo("v1");
    assertThat(afterGo(site, patched)).isEqualTo("as before");
    assertThat(afterGo(site, site.client().scheduleNewWorkflow("versioned"))).isEqualTo("v2");
    assertThat(afterGo(site, site.client().scheduleNewWorkflow("patched"))).isEqualTo("changed");
  }

  private static String afterGo(Site site, String id) throws TimeoutException {
    site.client().raiseEvent(id, "go", null);
    return site.end(id).readOutputAs(String.class);
  }
}
