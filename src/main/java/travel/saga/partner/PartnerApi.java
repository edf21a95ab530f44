package travel.saga.partner;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The calls of docs/partners.md. Bodies are bytes, since their JSON is that of histories and
 * follows no setting. A {@link Response} that is answered to a blocking caller is a stream: nothing
 * of its body is read before the caller does, nor more.
 */
@Path("")
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
interface PartnerApi {
  String IDEMPOTENCY_KEY = "Idempotency-Key";

  @POST
  @Path("/holds")
  Response hold(@HeaderParam(IDEMPOTENCY_KEY) String idempotencyKey, byte[] request);

  @POST
  @Path("/holds/{key}/confirm")
  Response confirm(
      @HeaderParam(IDEMPOTENCY_KEY) String idempotencyKey, @PathParam("key") String key);

  @DELETE
  @Path("/holds/{key}")
  Response cancel(
      @HeaderParam(IDEMPOTENCY_KEY) String idempotencyKey, @PathParam("key") String key);

  @POST
  @Path("/charges")
  Response charge(@HeaderParam(IDEMPOTENCY_KEY) String idempotencyKey, byte[] request);

  @POST
  @Path("/charges/{key}/refund")
  Response refund(
      @HeaderParam(IDEMPOTENCY_KEY) String idempotencyKey, @PathParam("key") String key);
}
