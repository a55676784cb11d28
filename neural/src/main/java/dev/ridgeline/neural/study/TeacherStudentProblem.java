// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import java.io.Serializable;

/**
 * Sizes and noise of a teacher-student study. The mean square of the source's teacher is 1.
 *
 * @param dimension of the inputs
 * @param teacherUnits hidden units of the teacher
 * @param studentUnits hidden units of the student
 * @param sourceRows examples of the source
 * @param targetRows examples of the target
 * @param sourceNoise standard deviation of the noise on the source's values
 * @param targetNoise standard deviation of the noise on the target's values
 * @param batch examples of one step
 */
record TeacherStudentProblem(
    int dimension,
    int teacherUnits,
    int studentUnits,
    int sourceRows,
    int targetRows,
    double sourceNoise,
    double targetNoise,
    int batch)
    implements Serializable {}
