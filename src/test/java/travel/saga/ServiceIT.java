package travel.saga;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same on the packaged jar, or on the native binary where that was built. */
@QuarkusIntegrationTest
class ServiceIT extends ServiceTest {}
