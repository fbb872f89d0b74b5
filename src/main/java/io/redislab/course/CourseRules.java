package io.redislab.course;

import java.util.Optional;

/**
 * What a course asks of itself; {@code course lint} holds it to that. What is absent is not looked at.
 *
 * @param checkedSteps at least so many steps of a chapter have a check or a question
 * @param typedPercent at most so many of these, in percent, are of the kind {@code type}
 * @param predictions at least so many steps of a chapter
 * @param repairs at least so many steps of a chapter
 * @param measurements at least so many steps of a chapter
 * @param rightAnswers at least so many right answers an exercise
 * @param wrongAnswers at least so many wrong answers an exercise
 */
public record CourseRules(
        Optional<Integer> checkedSteps,
        Optional<Integer> typedPercent,
        Optional<Integer> predictions,
        Optional<Integer> repairs,
        Optional<Integer> measurements,
        Optional<Integer> rightAnswers,
        Optional<Integer> wrongAnswers) {
    static final CourseRules NONE = new CourseRules(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
}
