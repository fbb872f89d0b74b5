package io.redislab.course;

import io.redislab.grading.Where;
import java.util.Optional;

/**
 * What the map shows of a chapter; known without reading the chapter.
 *
 * @param id as in {@code 7}
 * @param minutes how long it takes
 * @param folder below {@code lessons}; absent when it is not written yet
 */
public record ChapterInfo(Where where, String id, String title, int minutes, String summary, Optional<String> folder) {}
