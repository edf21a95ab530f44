package travel.saga.acceptance;

import travel.saga.sidecar.Redis;

/** Redis as store and as broker. */
class RedisComponentsIT extends ComponentsContract {
  RedisComponentsIT() {
    super(directory -> ComponentsEngine.shared(directory, "redis", Redis::start));
  }
}
