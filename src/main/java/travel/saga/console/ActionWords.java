package travel.saga.console;

import java.util.List;

/**
 * What a page says of an action, for somebody who was woken up by an alarm.
 *
 * @param label on the button
 * @param question the heading of the page that asks
 * @param effects what it does
 * @param limits what it does not do, though one might think so, and whether it can be taken back
 * @param done what the next page says, whatever has come of it meanwhile
 */
record ActionWords(
    String label, String question, List<String> effects, List<String> limits, String done) {
  static final ActionWords SUSPEND =
      new ActionWords(
          "Suspend",
          "Let this execution pause?",
          List.of("A step that runs now is finished. No other begins until it is resumed."),
          List.of(
              "It undoes nothing: what was taken stays taken.",
              "It decides nothing: whoever waits for the reservation waits on."),
          "The execution was told to pause. A step that runs is finished first.");

  static final ActionWords RESUME =
      new ActionWords(
          "Resume",
          "Let this execution go on?",
          List.of("The next step begins at once."),
          List.of("It does nothing twice: what is completed stays so."),
          "The execution was told to go on.");

  static final ActionWords CANCEL =
      new ActionWords(
          "Cancel the reservation",
          "Cancel this reservation?",
          List.of(
              "The whole trip is undone, flight, car and payment: the traveller loses it.",
              "The cancel is stored first, and carried out whatever fails or stops in between.",
              "What cannot be undone in all its attempts is listed, and the reservation stands at"
                  + " ATTENTION."),
          List.of(
              "It cannot be taken back.",
              "It does not resume a suspended execution, which undoes nothing until it is resumed."),
          "The cancel is stored, and is carried out.");

  static final ActionWords RERUN =
      new ActionWords(
          "Rerun",
          "Go on where this execution ended?",
          List.of(
              "A new execution takes over what this one has completed, and does the step that you"
                  + " choose, and what follows, anew.",
              "It uses the same keys, so nothing is booked or charged twice.",
              "The reservation is PENDING until it has an outcome."),
          List.of("It undoes nothing, and leaves this execution as it is."),
          "This execution goes on where another one ended.");

  static final ActionWords TERMINATE =
      new ActionWords(
          "Terminate",
          "End this execution at once?",
          List.of(
              "The execution, and those that it has begun, end for good, whatever they are at.",
              "A reservation that it had not settled goes to ATTENTION with the next sweep, half a"
                  + " minute later or so, with all that it may have taken; each of these is then"
                  + " retried or settled by an operator."),
          List.of(
              "It undoes nothing: seats and cars stay held, the payment stays charged. To have the"
                  + " trip undone, cancel the reservation instead.",
              "It announces nothing that the execution had still to announce.",
              "It cannot be taken back."),
          "The execution was told to end. Nothing was undone.");

  static final ActionWords PURGE =
      new ActionWords(
          "Purge",
          "Forget this execution?",
          List.of(
              "The execution is deleted with its steps and its history, and so are those that it has"
                  + " begun."),
          List.of(
              "It undoes nothing, and the record of the reservation stays.",
              "It cannot be taken back."),
          "The execution was purged.");

  static final ActionWords RETRY =
      new ActionWords(
          "Retry",
          "Try this compensation again?",
          List.of(
              "A new execution tries it again, with several attempts.",
              "When it succeeds and nothing else is open, the reservation leaves ATTENTION and its"
                  + " outcome is announced."),
          List.of(
              "It undoes nothing else: each open compensation is retried by itself.",
              "It begins no second execution while one is trying it."),
          "The compensation is being tried again.");

  static final ActionWords SETTLE =
      new ActionWords(
          "Settle",
          "Was this compensation done by hand?",
          List.of(
              "It is taken off the list of what is open, as done by hand.",
              "When nothing else is open, the reservation leaves ATTENTION as REJECTED, or as"
                  + " CANCELLED where that was asked for, and its outcome is announced."),
          List.of(
              "It undoes nothing and calls nobody. Settle it only when you have undone it at the"
                  + " partner's yourself, or are certain that nothing was taken there: nobody looks"
                  + " at it again.",
              "It cannot be taken back."),
          "The compensation was taken off the list, as done by hand.");
}
